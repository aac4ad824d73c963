namespace Bulwark.Testing.Hostile;

/// <summary>One attempt to reach an admin path from the public side.</summary>
/// <param name="Kind">The name of its class.</param>
/// <param name="Target">The request target, as it goes on the wire.</param>
/// <param name="Header">A header with it, or null.</param>
public sealed record HostileRequest(string Kind, string Target, (string Name, string Value)? Header = null);
