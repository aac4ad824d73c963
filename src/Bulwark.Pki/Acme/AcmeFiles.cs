using System.Net.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.Pki.Acme.Protocol;
using Bulwark.Pki.Rotation;

namespace Bulwark.Pki.Acme;

/// <summary>What ACME keeps in the PKI folder. Each file is exchanged whole, under the folder's lock.</summary>
public sealed class AcmeFiles(DataDirectory data)
{
    private readonly PkiFolder _folder = new(data);

    /// <summary>The state, <c>pki/acme.json</c>.</summary>
    public string StateFile => Path.Combine(_folder.Path, "acme.json");

    /// <summary>The account's key.</summary>
    public string AccountKeyFile => _folder.Key("acme-account");

    /// <summary>The certificate that ACME brought.</summary>
    public string CertificateFile => _folder.Certificate(PkiFolder.EdgeAcme);

    /// <summary>The key of the certificate that is on order.</summary>
    internal string OrderKeyFile => _folder.Key("acme-order");

    /// <summary>The state. What cannot be read counts as nothing: the server knows the account by its key, and an order can be made again.</summary>
    public AcmeState ReadState()
    {
        try
        {
            return File.Exists(StateFile) ? JsonSerializer.Deserialize(PrivateFile.Read(StateFile), PkiJson.Default.AcmeState) ?? new() : new();
        }
        catch (Exception e) when (e is JsonException or OperatorException)
        {
            return new();
        }
    }

    /// <summary>The certificate with its chain, ready for TLS; null when there is none that can be used.</summary>
    /// <param name="problem">Why what lies there cannot be used; null when it can, or when nothing lies there.</param>
    public SslStreamCertificateContext? TryLoad(out string? problem)
    {
        problem = null;
        if (!File.Exists(CertificateFile))
            return null;

        try
        {
            return CertificateFiles.LoadContext(CertificateFile, _folder.Key(PkiFolder.EdgeAcme));
        }
        catch (OperatorException e)
        {
            problem = e.Message;
            return null;
        }
    }

    internal void WriteState(AcmeState state) => Locked(() => PrivateFile.Replace(StateFile, JsonSerializer.SerializeToUtf8Bytes(state, PkiJson.Default.AcmeState)));

    /// <summary>The account's key; made when there is none.</summary>
    internal AccountKey OpenAccountKey()
    {
        if (!File.Exists(AccountKeyFile))
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            PrivateFile.CreateIfMissing(AccountKeyFile, Pem(made));
        }

        var key = ReadKey(AccountKeyFile);
        return key.KeySize == 256 ? new AccountKey(key) : throw new OperatorException($"The key {AccountKeyFile} is not on P-256: remove it to get another account.");
    }

    /// <summary>Makes the key of a certificate that is going to be ordered.</summary>
    internal ECDsa MakeOrderKey()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Locked(() => PrivateFile.Replace(OrderKeyFile, Pem(key)));
        return key;
    }

    /// <summary>The key of the certificate that is on order; null when it is not there any more.</summary>
    internal ECDsa? OpenOrderKey() => File.Exists(OrderKeyFile) ? ReadKey(OrderKeyFile) : null;

    /// <summary>Puts a new certificate in the place of the old one. Until this moment the old one is the one that counts.</summary>
    internal void Install(string chain, ECDsa key) => Locked(() =>
    {
        CertificatePair.Replace(_folder, PkiFolder.EdgeAcme, Encoding.ASCII.GetBytes(chain), Pem(key));
        File.Delete(OrderKeyFile);
    });

    /// <summary>Clears away the certificate of a server that is not asked any more.</summary>
    internal void RemoveCertificate() => Locked(() =>
    {
        File.Delete(CertificateFile);
        File.Delete(_folder.Key(PkiFolder.EdgeAcme));
    });

    private void Locked(Action action)
    {
        using (PkiLock.Acquire(_folder.LockFile))
            action();
    }

    private static byte[] Pem(ECDsa key) => Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n");

    private static ECDsa ReadKey(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(Encoding.ASCII.GetString(PrivateFile.Read(path)));
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new OperatorException($"The key {path} is damaged: put it back, or remove it to get another one.", e);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}
