namespace Bulwark.Homeserver.Login;

/// <summary>What became of a refresh token.</summary>
internal enum RefreshVerdict
{
    /// <summary>Nobody has it.</summary>
    Unknown,

    /// <summary>It had been used and replaced before: the device is logged out.</summary>
    Reused,

    /// <summary>New tokens were issued.</summary>
    Granted,
}
