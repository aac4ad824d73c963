namespace Bulwark.Pki;

/// <summary>Where the unlock key was moved to: <c>pki/unlock.place.json</c>.</summary>
internal sealed record UnlockKeyPlace
{
    /// <summary>Absolute path of the file.</summary>
    public string? File { get; init; }

    /// <summary>Name of a systemd credential (systemd.exec(5), <c>LoadCredential=</c>).</summary>
    public string? Credential { get; init; }
}
