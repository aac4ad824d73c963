using System.Collections.Concurrent;
using System.Net;

namespace Bulwark.LoadBalancer.MutualTls.Proofs;

/// <summary>
/// Knows the connections by which we try a policy on ourselves. They are told by the address and port that our own end is bound to, which nobody else can have at the same
/// time; and knowing it would gain nothing, because such a connection is judged and then closed without a byte of HTTP.
/// </summary>
internal sealed class ProofDesk
{
    private readonly ConcurrentDictionary<IPEndPoint, ProofTicket> _tickets = new();

    /// <summary>A connection from this address is one of ours.</summary>
    public void Expect(IPEndPoint from, ProofTicket ticket) => _tickets[Plain(from)] = ticket;

    /// <summary>Nobody comes from there any more.</summary>
    public void Forget(IPEndPoint from) => _tickets.TryRemove(Plain(from), out _);

    /// <summary>The policy to try on a connection, when it is one of ours.</summary>
    public ProofTicket? Find(EndPoint? remote) =>
        !_tickets.IsEmpty && remote is IPEndPoint address && _tickets.TryGetValue(Plain(address), out var ticket) ? ticket : null;

    /// <summary>A dual-stack socket shows 127.0.0.1 as ::ffff:127.0.0.1; it is the same end.</summary>
    private static IPEndPoint Plain(IPEndPoint address) =>
        new(address.Address.IsIPv4MappedToIPv6 ? address.Address.MapToIPv4() : address.Address, address.Port);
}
