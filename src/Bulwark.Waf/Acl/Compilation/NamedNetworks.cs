using Bulwark.Waf.Operators.Networks;

namespace Bulwark.Waf.Acl.Compilation;

/// <summary>A set of addresses with what rules call it.</summary>
/// <param name="Name">Its name, or how many entries it has: as <c>waf explain</c> shows it.</param>
/// <param name="Networks">The addresses and networks.</param>
internal sealed record NamedNetworks(string Name, NetworkSet Networks);
