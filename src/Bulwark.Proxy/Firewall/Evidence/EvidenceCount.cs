namespace Bulwark.Proxy.Firewall.Evidence;

/// <summary>Counts requests and whose they were.</summary>
internal sealed class EvidenceCount
{
    private const int MostPaths = 3;

    private readonly DistinctCount _clients = new();
    private readonly DistinctCount _members = new();
    private readonly TopCounts _paths = new();
    private long _memberHits;
    private long _wouldBlock;
    private long _blocked;

    public long Hits { get; private set; }

    public void Add(LoggedRequest request, bool wouldBlock)
    {
        Hits++;
        _wouldBlock += wouldBlock ? 1 : 0;
        _blocked += request.IsBlocked() ? 1 : 0;
        _clients.Add(request.Client);
        _paths.Add($"{request.Method} {request.Path}");
        if (request.Member is not { } member)
            return;

        _memberHits++;
        _members.Add(member);
    }

    public EvidenceEntry ToEntry(string? group, string? rule, EvidenceTraffic traffic) =>
        new(group, rule, Hits, _clients.Value, _members.Value, _memberHits, traffic.ShareOf(Hits), _wouldBlock, _blocked, _paths.Top(MostPaths));
}
