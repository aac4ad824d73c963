using Bulwark.Core.Configuration;
using Bulwark.Core.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bulwark.Pki;

/// <summary>What an instance needs of its PKI.</summary>
public sealed record PkiRequest
{
    /// <summary>Where the files are.</summary>
    public required DataDirectory Data { get; init; }

    /// <summary>Names that the edge serves; its server leaf has to cover them all.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The file that opens the CA keys, when the settings name one (<see cref="PkiOptions.UnlockKey"/>).</summary>
    public SecretFile? UnlockKey { get; init; }

    /// <summary>Where systemd put the credentials of this service, if it did (systemd.exec(5), <c>$CREDENTIALS_DIRECTORY</c>).</summary>
    public string? CredentialsDirectory { get; init; }

    /// <summary>The operator configured a certificate for the edge: then there is neither a public CA nor a server leaf of ours.</summary>
    public bool HasEdgeCertificate { get; init; }

    /// <summary>Rounds of key derivation for CA keys that are made. Tests, which make many, take fewer.</summary>
    internal int KeyIterations { get; init; } = CertificateAuthority.KeyIterations;

    /// <summary>Told of every certificate that is made.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
