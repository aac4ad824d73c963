using System.Security.Cryptography.X509Certificates;
using Bulwark.Core;
using Bulwark.Pki;

namespace Bulwark.Posture;

/// <summary>Certificates of a deployment that its probes may use. Each is read when first asked for, and a problem is told to every probe that asks.</summary>
public sealed class PostureCredentials
{
    private readonly Lazy<CertificateAuthority> _originAuthority;
    private readonly CredentialFiles _files;
    private readonly TimeProvider _time;

    /// <summary>The certificates of an instance's data directory.</summary>
    public PostureCredentials(PkiRequest pki)
        : this(FilesOf(new PkiFolder(pki.Data)), pki.Time, () => OpenOriginAuthority(pki))
    {
    }

    /// <summary>Certificates of another deployment.</summary>
    /// <param name="files">What is at hand.</param>
    /// <param name="authorityKey">Unencrypted PEM of the key of <see cref="CredentialFiles.OriginCa"/>; null: not at hand.</param>
    /// <param name="time">The clock.</param>
    public PostureCredentials(CredentialFiles files, string? authorityKey, TimeProvider time)
        : this(files, time, () => OpenOriginAuthority(files.OriginCa, authorityKey, time))
    {
    }

    private PostureCredentials(CredentialFiles files, TimeProvider time, Func<CertificateAuthority> openAuthority)
    {
        _files = files;
        _time = time;
        _originAuthority = new Lazy<CertificateAuthority>(openAuthority);
    }

    /// <summary>What people and probes present to the load balancer; null: not at hand.</summary>
    /// <exception cref="OperatorException">It cannot be used.</exception>
    public X509Certificate2? Client() => Load(_files.Client);

    /// <summary>What the edge presents to the load balancer; null: not at hand.</summary>
    /// <exception cref="OperatorException">It cannot be used.</exception>
    public X509Certificate2? Edge() => Load(_files.Edge);

    /// <summary>A certificate that the load balancer's trust store would take if it were not revoked; null: not at hand.</summary>
    /// <exception cref="OperatorException">It cannot be used.</exception>
    public X509Certificate2? Revoked() => Load(_files.Revoked);

    /// <summary>Signs what the load balancer trusts; probes mint bad client certificates with it, in memory only.</summary>
    /// <exception cref="OperatorException">Its key cannot be opened.</exception>
    public CertificateAuthority OriginAuthority() => _originAuthority.Value;

    /// <summary>The CA of the load balancer's own certificate; null: not known.</summary>
    /// <exception cref="OperatorException">It cannot be used.</exception>
    public TrustStore? OriginTrust() => _files.OriginCa is { } file ? TrustStore.Load(file, _time) : null;

    /// <summary>The CA of the edge's certificate; null: one that the system has to know.</summary>
    /// <exception cref="OperatorException">It cannot be used.</exception>
    public TrustStore? PublicTrust() => _files.EdgeCa is { } file ? TrustStore.Load(file, _time) : null;

    private static X509Certificate2? Load((string Certificate, string Key)? pair) => pair is var (certificate, key) ? CertificateFiles.Load(certificate, key) : null;

    private static CredentialFiles FilesOf(PkiFolder folder) => new()
    {
        Client = (folder.Certificate(PkiFolder.EdgeClient), folder.Key(PkiFolder.EdgeClient)),
        Edge = (folder.Certificate(PkiFolder.Edge), folder.Key(PkiFolder.Edge)),
        Revoked = (folder.Certificate(PkiFolder.RevokedClient), folder.Key(PkiFolder.RevokedClient)),
        OriginCa = folder.Certificate(PkiFolder.OriginCa),

        // An operator's certificate of another CA takes the place of ours.
        EdgeCa = File.Exists(folder.Certificate(PkiFolder.PublicCa)) ? folder.Certificate(PkiFolder.PublicCa) : null,
    };

    private static CertificateAuthority OpenOriginAuthority(PkiRequest pki)
    {
        try
        {
            return InstancePki.OpenAuthority(pki, PkiFolder.OriginCa);
        }
        catch (OperatorException e)
        {
            throw new OperatorException($"needs the origin CA key: {e.Message}", e);
        }
    }

    private static CertificateAuthority OpenOriginAuthority(string? certificate, string? key, TimeProvider time) => certificate is null || key is null
        ? throw new OperatorException("needs the origin CA key, which is not at hand for this deployment")
        : CertificateAuthority.LoadPlain(certificate, key, time);
}
