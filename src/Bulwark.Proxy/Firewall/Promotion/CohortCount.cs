using Bulwark.Proxy.Firewall.Control;

namespace Bulwark.Proxy.Firewall.Promotion;

/// <summary>What a group did with the requests of one cohort; counted by all threads at once.</summary>
internal sealed class CohortCount
{
    private readonly DistinctClients _clients = new();
    private readonly DistinctClients _members = new();
    private readonly DistinctClients _refusedMembers = new();
    private volatile Window _window = new(0, 0);
    private long _requests;
    private long _matches;
    private long _refusals;
    private long _memberRequests;
    private long _memberRefusals;

    /// <summary>Counts a request.</summary>
    /// <param name="client">Whose it is.</param>
    /// <param name="isMatch">Whether a rule of the group matched.</param>
    /// <param name="isRefused">Whether the group refused it, or would have.</param>
    public void Add(FirewallClient client, bool isMatch, bool isRefused)
    {
        Interlocked.Increment(ref _requests);
        _clients.Add(client);
        if (isMatch)
            Interlocked.Increment(ref _matches);

        if (isRefused)
            Interlocked.Increment(ref _refusals);

        if (client.IsMember)
            AddMember(client, isRefused);
    }

    /// <summary>The counts so far.</summary>
    public FirewallCohortView View() => new()
    {
        Requests = Volatile.Read(ref _requests),
        Clients = _clients.Value,
        Matches = Volatile.Read(ref _matches),
        Refusals = Volatile.Read(ref _refusals),
        Members = _members.Value,
        MemberRequests = Volatile.Read(ref _memberRequests),
        MemberRefusals = Volatile.Read(ref _memberRefusals),
        RefusedMembers = _refusedMembers.Value,
    };

    /// <summary>What became of members' requests since <see cref="BeginWindow"/>.</summary>
    public RecentRefusals Recent()
    {
        var window = _window;
        return new RecentRefusals(
            Volatile.Read(ref _memberRequests) - window.Requests, Volatile.Read(ref _memberRefusals) - window.Refusals, window.RefusedMembers.Value);
    }

    /// <summary>Begins to count anew what is recent.</summary>
    public void BeginWindow() => _window = new Window(Volatile.Read(ref _memberRequests), Volatile.Read(ref _memberRefusals));

    private void AddMember(FirewallClient client, bool isRefused)
    {
        Interlocked.Increment(ref _memberRequests);
        _members.Add(client);
        if (!isRefused)
            return;

        Interlocked.Increment(ref _memberRefusals);
        _refusedMembers.Add(client);
        _window.RefusedMembers.Add(client);
    }

    /// <param name="Requests">Of members, when it began.</param>
    /// <param name="Refusals">Of those, when it began.</param>
    private sealed record Window(long Requests, long Refusals)
    {
        public DistinctClients RefusedMembers { get; } = new();
    }
}
