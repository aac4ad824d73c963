using Bulwark.Core.Configuration;
using Bulwark.Pki.Revocation;

namespace Bulwark.Pki.Tests;

public sealed class TrustStoreOptionsTests
{
    private static readonly ConfigPath At = new("trustStore");

    [Fact]
    public void The_defaults_are_good() => Assert.Empty(new TrustStoreOptions().Validate(At));

    [Fact]
    public void Tells_every_problem()
    {
        var options = new TrustStoreOptions
        {
            Authorities = [" "],
            Intermediates = [""],
            Subjects = [""],
            MaxChainDepth = 0,
            Pins = ["sha256/AAAA", "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="],
            Revocation = new RevocationOptions { Files = [""] },
        };

        Assert.Equal(
        [
            At["authorities"][0].Error("is empty: name the PEM file with the CAs"),
            At["intermediates"][0].Error("is empty: name the PEM file with the CAs"),
            At["subjects"][0].Error("is empty: name a CN or a subject, or leave it out"),
            At["maxChainDepth"].Error("is 0: at least 1 CA stands above a leaf, and more than 8 are not looked at"),
            At["pins"][0].Error("'sha256/AAAA' is not sha256/ and the base64 of 32 bytes"),
            At["revocation"]["files"][0].Error("is empty: name the file with the revocation list"),
        ],
        options.Validate(At));
    }
}
