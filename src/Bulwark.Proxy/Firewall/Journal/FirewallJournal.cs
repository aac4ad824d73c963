using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Bulwark.Core.Routing;
using Bulwark.Proxy.Addresses;
using Bulwark.Proxy.Firewall.Members;
using Bulwark.Waf;
using Bulwark.Waf.Acl;
using Bulwark.Waf.Acl.Options;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Bulwark.Proxy.Firewall.Journal;

/// <summary>Tells what the firewall decides: its log and its metrics.</summary>
internal sealed class FirewallJournal(FirewallLog lines, TierEnvironment environment, MemberMemory members, TrafficCount traffic)
{
    private readonly KeyedHashes _hashes = new(environment.Data);
    private readonly ILogger _log = environment.LoggerFactory.CreateLogger<RequestFirewall>();

    /// <summary>The rules have seen a request. One in which nothing matched, or only what allows it, leaves no trace.</summary>
    public void Decided(HttpContext context, FirewallDecision decision, FirewallRefusal? refusal, string? reason = null)
    {
        if (refusal is null && decision.Matches.All(match => match.Configured == AclActionKind.Allow))
            return;

        FirewallMetrics.Decided(decision);
        var isSignIn = CredentialRoutes.Has(context);
        Write(context, LineOf(context, refusal, isRefused: refusal is not null) with
        {
            Reason = decision.IsBudgetExceeded ? "budget" : reason,
            Group = decision.Group,
            Rule = decision.GroupRule ?? decision.Rule,
            Threshold = decision.Matches.Any(match => match.Match is { AnomalyScore: > 0 }) ? decision.AnomalyThreshold : null,
            Matches = [.. decision.Matches.Select(match => MatchOf(match, isSignIn))],
        });
    }

    /// <summary>A request was refused, or let through and counted, for a reason that is not a rule.</summary>
    public void Noticed(HttpContext context, FirewallRefusal refusal, bool isRefused)
    {
        FirewallMetrics.Noticed(refusal, isRefused);
        Write(context, LineOf(context, refusal, isRefused) with { Reason = refusal.Reason });
    }

    /// <summary>The rules failed, which is a fault of ours.</summary>
    public void Failed(HttpContext context, Exception exception, bool isRefused)
    {
        Log.FirewallFailed(_log, exception, OuterEdge.RequestId(context));
        Noticed(context, FirewallRefusal.Failure, isRefused);
    }

    /// <summary>Whose request it is may only be learned from its answer; a refused one gets no other than ours, and messages of a WebSocket come when its head has gone.</summary>
    private void Write(HttpContext context, FirewallLine line)
    {
        var member = members.Find(context);
        var isRefused = line.Status is not null;
        var hasBegun = context.Response.HasStarted;
        if (isRefused && !hasBegun)
            traffic.Refused(member is not null);

        if (member is null && !isRefused && !hasBegun && MemberMemory.MayLearn(context))
            HeldLines.Add(context, line, lines);
        else
            lines.Add(line with { Member = member });
    }

    private FirewallLine LineOf(HttpContext context, FirewallRefusal? refusal, bool isRefused) => new()
    {
        Time = environment.Time.GetUtcNow(),
        RequestId = OuterEdge.RequestId(context),
        Client = _hashes.Of(ClientAddress.Find(context).Text),
        Method = LoggedNames.OfMethod(context.Request.Method),
        Path = LoggedNames.OfPath(RawPath.PathOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget)),
        Action = isRefused ? "block" : "count",
        Status = isRefused ? refusal?.Status : null,
        Matches = [],
    };

    private FirewallLineMatch MatchOf(AclMatch match, bool isSignIn) => new(
        match.Group, match.Rule, match.Match?.Rule.Id, WordOf(match.Action), WordOf(match.Configured), [.. (match.Match?.Variables ?? []).Select(variable => VariableOf(variable, isSignIn))])
    {
        Tags = LoggedTags.Of(match.Match?.Rule.Tags ?? []),
        Severity = match.Match?.Severity is { } severity ? LoggedTags.WordOf(severity) : null,
        Score = match.Match is { AnomalyScore: > 0 and var score } ? score : null,
    };

    private FirewallLineVariable VariableOf(MatchedVariable variable, bool isSignIn)
    {
        var name = LoggedNames.OfVariable(variable.Name);
        return LoggedNames.IsSecret(variable.Name) || (variable.Path is { } path && LoggedNames.IsSecret(path)) || (isSignIn && !name.StartsWith("REQUEST_HEADERS:", StringComparison.Ordinal))
            ? new FirewallLineVariable(name, Length: null, Hash: null)
            : new FirewallLineVariable(name, variable.Length, _hashes.Of(variable.Value.Span)) { Path = variable.Path is { } place ? LoggedNames.OfJsonPath(place) : null };
    }

    private static string WordOf(AclActionKind action) => action switch
    {
        AclActionKind.Allow => "allow",
        AclActionKind.Block => "block",
        AclActionKind.Count => "count",
    };
}
