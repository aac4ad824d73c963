using Bulwark.Core.Configuration;

namespace Bulwark.Pki;

/// <summary>The instance's own certificate authorities: section <c>pki</c>.</summary>
public sealed record PkiOptions : IConfigSection
{
    /// <summary>
    /// The file whose text opens the private keys of the CAs. Default: <c>pki/unlock.key</c> of the data directory, made at first start. Naming a file
    /// elsewhere keeps the data directory and its backups worthless to whoever wants to issue certificates.
    /// </summary>
    public SecretFile? UnlockKey { get; set; }

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at) => UnlockKey?.Validate(at["unlockKey"]) ?? [];
}
