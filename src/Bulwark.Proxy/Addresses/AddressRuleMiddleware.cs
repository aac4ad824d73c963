using Bulwark.Proxy.Answers;
using Microsoft.AspNetCore.Builder;

namespace Bulwark.Proxy.Addresses;

/// <summary>Answers 403 to clients whose address is not served.</summary>
public static class AddressRuleMiddleware
{
    /// <summary>Adds the rule. It costs nothing when no addresses are listed.</summary>
    public static void UseAddressRule(this IApplicationBuilder app, AddressRule rule)
    {
        if (rule.IsOpen)
            return;

        app.Use(next => context => rule.IsServed(ClientAddress.Of(context))
            ? next(context)
            : ProxyAnswer.Forbidden(AnswerProtocols.Of(context)).ExecuteAsync(context));
    }
}
