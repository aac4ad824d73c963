using Bulwark.Core.Hosting;
using Bulwark.Proxy.Firewall.Journal;
using Bulwark.Waf.Acl;
using Bulwark.Waf.Acl.Exclusions;

namespace Bulwark.Proxy.Firewall.Exclusions;

/// <summary>Tells in the log, now and then, what the rules of a tier did not look at because of exclusions; it outlives the settings.</summary>
internal sealed class UnseenLog(TierEnvironment environment)
{
    private readonly Lock _lock = new();
    private readonly List<(WeakReference<WebAcl> Acl, IReadOnlyList<FirewallExclusionOptions> Exclusions)> _watched = [];

    /// <summary>From now on what these rules do not look at is told, too. Requests of settings before them may still be on their way.</summary>
    public void Watch(WebAcl acl, IReadOnlyList<FirewallExclusionOptions> exclusions)
    {
        lock (_lock)
            _watched.Add((new WeakReference<WebAcl>(acl), exclusions));
    }

    /// <summary>Adds a line for each of them of which there is something to tell.</summary>
    public void WriteTo(FirewallLog log)
    {
        lock (_lock)
        {
            _watched.RemoveAll(one => !one.Acl.TryGetTarget(out _));
            foreach (var (weak, exclusions) in _watched)
            {
                if (weak.TryGetTarget(out var acl) && acl.TakeUnseen() is { Bytes: > 0 } report)
                    log.Add(new UnseenLine { Time = environment.Time.GetUtcNow(), Bytes = report.Bytes, Places = [.. report.Places.Select(place => PlaceOf(place, exclusions))] });
            }
        }
    }

    private static UnseenLinePlace PlaceOf(UnseenPlace place, IReadOnlyList<FirewallExclusionOptions> exclusions) => new()
    {
        Exclusion = place.Exclusion is { } number ? exclusions[number] : null,
        Rule = place.Rule,
        JsonPath = place.Path,
        Requests = place.Requests,
        Bytes = place.Bytes,
    };
}
