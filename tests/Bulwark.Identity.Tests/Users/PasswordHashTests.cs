using Bulwark.Identity.Users;

namespace Bulwark.Identity.Tests.Users;

public sealed class PasswordHashTests
{
    private const string Phc = "$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

    [Fact]
    public void Comes_back_from_its_text_as_it_went_in()
    {
        var hash = PasswordHash.Parse(Phc);

        Assert.NotNull(hash);
        Assert.Equal((19_456, 2, 1), (hash.MemoryKiB, hash.Iterations, hash.Parallelism));
        Assert.Equal([.. Enumerable.Range(0, 16).Select(i => (byte)i)], hash.Salt);
        Assert.Equal([.. Enumerable.Range(0, 32).Select(i => (byte)i)], hash.Hash);
        Assert.Equal(Phc, hash.ToPhc());
    }

    [Theory]
    [InlineData("")]
    [InlineData("$2b$12$abcdefghijklmnopqrstuv")]
    [InlineData("$argon2i$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw")]
    [InlineData("$argon2id$v=16$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw")]
    [InlineData("$argon2id$v=19$m=19456,t=2$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw")]
    [InlineData("$argon2id$v=19$m=0,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw")]
    [InlineData("$argon2id$v=19$m=-1,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw")]
    [InlineData("$argon2id$v=19$t=2,m=19456,p=1$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw")]
    [InlineData("$argon2id$v=19$m=19456,t=2,p=1$AAECAw$AAECAwQFBgcICQoLDA0ODw")]
    [InlineData("$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$")]
    [InlineData("$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$!!!!")]
    [InlineData("$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw$x")]
    public void Anything_else_is_none(string text) => Assert.Null(PasswordHash.Parse(text));

    [Fact]
    public void Never_shows_itself() => Assert.Equal("***", PasswordHash.Parse(Phc)!.ToString());
}
