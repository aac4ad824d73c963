using Bulwark.Core.Hosting;
using Bulwark.LoadBalancer.TargetGroups;
using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>
/// What is done with a request: the rules of the settings in their order, then the public path table, then the default action. Paths that must not exist in public have been
/// answered before (<see cref="Proxy.RequestPath.PathRule"/>).
/// </summary>
internal sealed class RuleTable
{
    private readonly ListenerRule[] _rules;
    private readonly PublicPathTable _publicPaths;
    private readonly HostTiers _hosts;
    private readonly IResult _default;

    /// <param name="options">The settings.</param>
    /// <param name="groups">Where requests can go.</param>
    /// <param name="environment">The instance.</param>
    public RuleTable(LoadBalancerOptions options, TargetGroupTable groups, TierEnvironment environment)
    {
        var publicPort = new Uri(environment.PublicUrl).Port;
        _rules = [.. options.Rules.Select(rule => RuleCompiler.Compile(rule, groups, publicPort))];
        _publicPaths = new PublicPathTable(groups, PoolId(environment.Issuer));
        _hosts = new HostTiers(options.Hosts);
        _default = options.DefaultAction is { } action
            ? RuleCompiler.CompileAnswer(action.Redirect, action.FixedResponse, publicPort)
            : new LandingRedirect(options.LandingUrl);
    }

    /// <summary>Does it.</summary>
    public Task ActAsync(HttpContext context, GroupForwarder forwarder) => Find(context) switch
    {
        RuleAction.Forward forward => ForwardAsync(context, forward.Groups.Next(), forwarder),
        RuleAction.Answer answer => answer.Result.ExecuteAsync(context),
        _ => _default.ExecuteAsync(context),
    };

    private Task ForwardAsync(HttpContext context, TargetGroup group, GroupForwarder forwarder) =>
        _hosts.Serves(context, group.Name) ? forwarder.ForwardAsync(context, group) : _default.ExecuteAsync(context);

    private RuleAction? Find(HttpContext context)
    {
        foreach (var rule in _rules)
        {
            if (rule.Matches(context))
                return rule.Action;
        }

        return _publicPaths.Find(context);
    }

    private static string PoolId(string issuer) => issuer[(issuer.LastIndexOf('/') + 1)..];
}
