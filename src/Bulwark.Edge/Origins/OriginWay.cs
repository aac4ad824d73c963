using Bulwark.Proxy.Forwarding;

namespace Bulwark.Edge.Origins;

/// <summary>How requests come to one load balancer.</summary>
/// <param name="Target">Where they are forwarded to.</param>
/// <param name="Connections">The connections there.</param>
/// <param name="Identity">
/// What its connections rest on: where they lead, what was checked, and who we are. Two ways with the same one are as good as each other, so what is open on the older one may stay.
/// </param>
internal sealed record OriginWay(ForwardTarget Target, OriginConnections Connections, string Identity)
{
    /// <summary>Cuts everything that is open on this way.</summary>
    public void Cut()
    {
        Target.Cut();
        Connections.Cut();
    }
}
