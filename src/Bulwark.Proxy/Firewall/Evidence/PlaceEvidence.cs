namespace Bulwark.Proxy.Firewall.Evidence;

/// <summary>Who trips rules with one tag at one place.</summary>
internal sealed class PlaceEvidence
{
    private const int MostRules = 64;

    private readonly Dictionary<int, DistinctCount> _rules = [];

    public DistinctCount Members { get; } = new();

    public DistinctCount Clients { get; } = new();

    /// <summary>Addresses of those who are no members.</summary>
    public DistinctCount Strangers { get; } = new();

    /// <summary>Requests of members that were refused, or would be in block.</summary>
    public long Hits { get; private set; }

    /// <summary>Requests of anybody.</summary>
    public long Seen { get; private set; }

    public long Bytes { get; private set; }

    public DateTimeOffset First { get; private set; } = DateTimeOffset.MaxValue;

    public DateTimeOffset Last { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>The rules that members tripped, as many of them as make it no accident.</summary>
    public IReadOnlyList<int> Rules => [.. _rules.Where(pair => pair.Value.Value >= EvidenceReport.LeastMembers).Select(pair => pair.Key).Order()];

    /// <summary>Enough members do it, and hardly anybody else.</summary>
    public bool Suffices => Members.Value >= EvidenceReport.LeastMembers && Strangers.Value * EvidenceReport.MembersPerStranger <= Members.Value;

    /// <summary>A request has tripped a rule here.</summary>
    /// <param name="request">The request.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="isRefused">Whether it was refused, or would be in block.</param>
    /// <param name="isFirst">Whether this is the first rule of the request here.</param>
    public void Add(LoggedRequest request, int rule, bool isRefused, bool isFirst)
    {
        Seen += isFirst ? 1 : 0;
        if (request.Member is not { } member)
        {
            // Refused or not: they show that attackers come to this place.
            Strangers.Add(request.Client);
            return;
        }

        if (!isRefused)
            return;

        AddRule(rule, member);
        if (!isFirst)
            return;

        Hits++;
        Members.Add(member);
        Clients.Add(request.Client);
        First = request.Time < First ? request.Time : First;
        Last = request.Time > Last ? request.Time : Last;
    }

    /// <summary>A value was matched here.</summary>
    public void AddBytes(int count) => Bytes += count;

    private void AddRule(int rule, string member)
    {
        if (!_rules.TryGetValue(rule, out var members))
        {
            if (_rules.Count == MostRules)
                return;

            _rules.Add(rule, members = new DistinctCount());
        }

        members.Add(member);
    }
}
