using System.Security.Cryptography.X509Certificates;
using Bulwark.Core;
using Bulwark.Pki;

namespace Bulwark.Posture;

/// <summary>Certificates of a deployment that its probes may use. Each is read when first asked for, and a problem is told to every probe that asks.</summary>
public sealed class PostureCredentials
{
    private readonly Lazy<CertificateAuthority> _originAuthority;
    private readonly PkiFolder _folder;
    private readonly TimeProvider _time;

    /// <summary>The certificates of an instance's data directory.</summary>
    public PostureCredentials(PkiRequest pki)
    {
        _folder = new PkiFolder(pki.Data);
        _time = pki.Time;
        _originAuthority = new Lazy<CertificateAuthority>(() => OpenOriginAuthority(pki));
    }

    /// <summary>What people and probes present to the load balancer.</summary>
    /// <exception cref="OperatorException">It cannot be used.</exception>
    public X509Certificate2 EdgeClient() => Load(PkiFolder.EdgeClient);

    /// <summary>What the edge presents to the load balancer.</summary>
    /// <exception cref="OperatorException">It cannot be used.</exception>
    public X509Certificate2 Edge() => Load(PkiFolder.Edge);

    /// <summary>Signs what the load balancer trusts; probes mint bad client certificates with it, in memory only.</summary>
    /// <exception cref="OperatorException">Its key cannot be opened.</exception>
    public CertificateAuthority OriginAuthority() => _originAuthority.Value;

    /// <summary>The CA of the load balancer's own certificate.</summary>
    /// <exception cref="OperatorException">It cannot be used.</exception>
    public TrustStore OriginTrust() => TrustStore.Load(_folder.Certificate(PkiFolder.OriginCa), _time);

    /// <summary>The CA of the edge's certificate; null: the operator configured a certificate of another CA.</summary>
    /// <exception cref="OperatorException">It cannot be used.</exception>
    public TrustStore? PublicTrust() =>
        File.Exists(_folder.Certificate(PkiFolder.PublicCa)) ? TrustStore.Load(_folder.Certificate(PkiFolder.PublicCa), _time) : null;

    private X509Certificate2 Load(string name) => CertificateFiles.Load(_folder.Certificate(name), _folder.Key(name));

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
}
