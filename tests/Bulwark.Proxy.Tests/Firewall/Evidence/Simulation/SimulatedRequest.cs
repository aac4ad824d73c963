using Bulwark.Waf.Tests.Corpora;

namespace Bulwark.Proxy.Tests.Firewall.Evidence.Simulation;

/// <summary>A request of a simulated day.</summary>
/// <param name="Request">What is asked.</param>
/// <param name="Address">The client's address.</param>
/// <param name="Member">Whose token it has; null for somebody who is not signed in.</param>
/// <param name="IsAttack">Whether it is an attack.</param>
internal sealed record SimulatedRequest(CorpusRequest Request, string Address, string? Member, bool IsAttack);
