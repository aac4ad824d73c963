using Bulwark.LoadBalancer.TargetGroups;
using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>Makes of a rule of the settings, once, what each request is held against.</summary>
internal static class RuleCompiler
{
    /// <param name="options">The rule; it has been validated.</param>
    /// <param name="groups">Where requests can go.</param>
    /// <param name="publicPort">The port under which clients reach the instance.</param>
    public static ListenerRule Compile(RuleOptions options, TargetGroupTable groups, int publicPort) => new(
        [.. Conditions(options)],
        options.Forward.Count > 0
            ? new RuleAction.Forward(new WeightedGroups([.. options.Forward.Select(forward => (groups.Get(forward.TargetGroup), forward.Weight))]))
            : new RuleAction.Answer(CompileAnswer(options.Redirect, options.FixedResponse, publicPort)));

    /// <summary>One of the two.</summary>
    public static IResult CompileAnswer(RedirectOptions? redirect, FixedResponseOptions? fixedResponse, int publicPort) =>
        redirect is not null ? new Redirect(redirect, publicPort) : new FixedResponse(fixedResponse!);

    /// <summary>The cheapest first: most requests fail the first one.</summary>
    private static IEnumerable<ICondition> Conditions(RuleOptions options)
    {
        if (options.Method.Count > 0)
            yield return new MethodCondition(options.Method);

        if (options.Path.Count > 0)
            yield return new PathCondition(options.Path, alsoDecoded: options.Forward.Count == 0);

        if (options.Host.Count > 0)
            yield return new HostCondition(options.Host);

        foreach (var header in options.Headers)
            yield return new HeaderCondition(header.Name, header.Values);

        foreach (var query in options.Query)
            yield return new QueryCondition(query.Key, query.Values);

        if (options.SourceAddress.Count > 0)
            yield return new SourceAddressCondition(options.SourceAddress);
    }
}
