using Bulwark.Pki;

namespace Bulwark.Posture.Probes;

/// <summary>No revocation list is past its next update: a stale list does not know of the latest thefts, and once it counts no more, everybody is refused.</summary>
internal sealed class RevocationListsAreFresh : IProbe
{
    public string Id => "files.crl.fresh";

    public string Meaning => "Every revocation list of the lock is fresh";

    public string? Sibling => null;

    public Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken) => Task.FromResult(Look(target));

    private static ProbeResult Look(PostureTarget target)
    {
        if (target.Data is not { } data)
            return ProbeResult.NotApplicable("the files of another deployment cannot be seen from here");

        var lists = target.TrustStores.SelectMany(options => TrustStore.ReadRevocationLists(options, data, target.Time)).DistinctBy(list => (list.Issuer, list.Number)).ToList();
        return lists.Count == 0
            ? ProbeResult.NotApplicable("the trust stores have no revocation list")
            : Judge(lists.MinBy(list => list.NextUpdate)!, lists.Count, target.Time.GetUtcNow());
    }

    private static ProbeResult Judge(RevocationListState first, int count, DateTimeOffset now)
    {
        if (now >= first.CountsUntil)
            return ProbeResult.Fail($"the list of '{first.Issuer}' has been stale since {first.NextUpdate:u}, and its certificates are refused: put the newest list there");

        return now >= first.NextUpdate
            ? ProbeResult.Fail($"the list of '{first.Issuer}' has been stale since {first.NextUpdate:u}; from {first.CountsUntil:u} on its certificates are refused: put the newest list there")
            : ProbeResult.Pass($"{count} {(count == 1 ? "list" : "lists")}; the next update is due {first.NextUpdate:u}");
    }
}
