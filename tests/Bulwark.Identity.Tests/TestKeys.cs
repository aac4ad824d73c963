using System.Security.Cryptography;
using System.Text;
using Bulwark.Core.Hosting;

namespace Bulwark.Identity.Tests;

/// <summary>One pair of issuer keys for all tests: making RSA keys is slow, and only the tests of key files are about it.</summary>
internal static class TestKeys
{
    private static readonly byte[] IdToken = Generate();
    private static readonly byte[] AccessToken = Generate();

    public static void Write(DataDirectory data)
    {
        PrivateFile.CreateIfMissing(Path.Combine(data.Pki, "identity-id-token.key.pem"), IdToken);
        PrivateFile.CreateIfMissing(Path.Combine(data.Pki, "identity-access-token.key.pem"), AccessToken);
    }

    /// <summary>The key that signs access tokens, for tokens that the issuer would not write.</summary>
    public static RSA LoadAccessTokenKey()
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(Encoding.ASCII.GetString(AccessToken));
        return rsa;
    }

    private static byte[] Generate()
    {
        using var rsa = RSA.Create(2048);
        return Encoding.ASCII.GetBytes(rsa.ExportPkcs8PrivateKeyPem());
    }
}
