using System.Security.Cryptography;
using Bulwark.Core;
using Bulwark.Identity.Tokens;
using Bulwark.Testing;

namespace Bulwark.Identity.Tests.Tokens;

public sealed class SigningKeyTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Path => _directory["key.pem"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Is_made_once_as_pkcs8_for_its_owner_alone()
    {
        using var first = SigningKey.ReadOrCreate(Path);
        using var second = SigningKey.ReadOrCreate(Path);

        Assert.Equal(first.PublicKey.KeyId, second.PublicKey.KeyId);
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", File.ReadAllText(Path), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Fact]
    public void Two_keys_have_two_names()
    {
        using var first = SigningKey.ReadOrCreate(Path);
        using var second = SigningKey.ReadOrCreate(_directory["other.pem"]);

        Assert.NotEqual(first.PublicKey.KeyId, second.PublicKey.KeyId, StringComparer.Ordinal);
    }

    [Fact]
    public void Is_not_used_when_others_can_read_it()
    {
        SigningKey.ReadOrCreate(Path).Dispose();
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        var e = Assert.Throws<OperatorException>(() => SigningKey.ReadOrCreate(Path));

        Assert.Equal($"The file {Path} is open to other users (mode 0640). Close it with: chmod 600 {Path}", e.Message);
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("text")]
    [InlineData("short")]
    [InlineData("ec")]
    [InlineData("public")]
    public void Refuses_a_file_that_holds_no_usable_key(string content)
    {
        Core.Hosting.PrivateFile.CreateIfMissing(Path, System.Text.Encoding.ASCII.GetBytes(Content(content)));

        var e = Assert.Throws<OperatorException>(() => SigningKey.ReadOrCreate(Path));

        Assert.Equal(
            $"The key file {Path} is damaged: it holds no RSA private key of 2048 bits or more (PKCS#8, PEM). "
            + "Put a backup in its place, or delete it: the next start makes a new key, and tokens signed with the old one end.",
            e.Message);
    }

    private static string Content(string kind)
    {
        using var rsa = RSA.Create(kind == "short" ? 1024 : 2048);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return kind switch
        {
            "short" => rsa.ExportPkcs8PrivateKeyPem(),
            "public" => rsa.ExportSubjectPublicKeyInfoPem(),
            "ec" => ec.ExportPkcs8PrivateKeyPem(),
            "text" => "not a key",
            _ => "",
        };
    }
}
