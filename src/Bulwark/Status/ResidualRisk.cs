namespace Bulwark.Status;

/// <summary>Something that is weaker than it could be.</summary>
/// <param name="Risk">What it is.</param>
/// <param name="Command">The command that closes it.</param>
internal sealed record ResidualRisk(string Risk, string Command);
