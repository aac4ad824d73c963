namespace Bulwark.Admin.Api;

/// <summary>A user.</summary>
public sealed record UserEntry(string Username, bool Enabled, IReadOnlyList<string> Groups);
