using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Bulwark.Core.Routing;
using Bulwark.Proxy.Firewall.Journal;
using Bulwark.Waf;
using Bulwark.Waf.Acl;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Proxy.Firewall.Samples;

/// <summary>Takes samples of the values that rules matched (<c>waf.sample</c>: <c>consented</c>).</summary>
internal sealed class FirewallSamples
{
    private readonly SampleQueue _queue;
    private readonly TimeProvider _time;

    private FirewallSamples(SampleQueue queue, TimeProvider time)
    {
        _queue = queue;
        _time = time;
    }

    /// <summary>Sees to it that there is a key, so that settings without one are refused and not found out by the first sample.</summary>
    /// <exception cref="Core.OperatorException">There is none, and it cannot be made.</exception>
    public static FirewallSamples Open(SampleQueue queue, TierEnvironment environment)
    {
        using var key = SampleKeys.OpenPublic(environment.Data);
        return new FirewallSamples(queue, environment.Time);
    }

    /// <summary>Keeps what may be kept of a request in which something matched.</summary>
    public void Take(HttpContext context, FirewallDecision decision, ReadOnlySpan<byte> body)
    {
        if (decision.Matches.Count == 0 || !SampledRoutes.Has(context, body))
            return;

        var values = new List<SampledValue>();
        foreach (var match in decision.Matches)
        {
            foreach (var variable in match.Match?.Variables ?? [])
                Add(values, match, variable);
        }

        if (values.Count > 0)
            _queue.Add(Of(context, decision, values));
    }

    private static void Add(List<SampledValue> values, AclMatch match, MatchedVariable variable)
    {
        if (values.Count == SampledRequest.MostValues || !SampledPlaces.Has(variable.Name) || SecretText.StandsIn(variable.Value.Span))
            return;

        var name = LoggedNames.OfVariable(variable.Name);
        var beginning = variable.Value.Length < variable.Length ? variable.Value[..SecretText.WholeLength(variable.Value.Span)] : variable.Value;
        if (!beginning.IsEmpty && !values.Exists(known => known.Name == name && known.Value.AsSpan().SequenceEqual(beginning.Span)))
            values.Add(new SampledValue(match.Group, match.Rule, name, variable.Length, beginning.ToArray()));
    }

    private SampledRequest Of(HttpContext context, FirewallDecision decision, List<SampledValue> values) => new()
    {
        Time = _time.GetUtcNow(),
        RequestId = OuterEdge.RequestId(context),
        Method = LoggedNames.OfMethod(context.Request.Method),
        Path = LoggedNames.OfPath(RawPath.PathOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget)),
        IsRefused = decision.IsBlocked,
        Values = values,
    };
}
