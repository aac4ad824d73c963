using Bulwark.Pki.Trust;
using Bulwark.Testing.Certificates;

namespace Bulwark.Pki.Tests.Trust;

public sealed class SubjectPatternTests : PkiFixture
{
    [Theory]
    [InlineData("edge", "CN=edge,O=Example", true)]
    [InlineData("edge", "CN=edge-1,O=Example", false)]
    [InlineData("edge", "O=edge", false)]
    [InlineData("edge", "CN=edge,CN=other", false)]
    [InlineData("edge-*", "CN=edge-1", true)]
    [InlineData("edge-*", "CN=edge-", true)]
    [InlineData("edge-*", "CN=edge", false)]
    [InlineData("edge-*-eu", "CN=edge-1-eu", true)]
    [InlineData("edge-*-eu", "CN=edge-eu", false)]
    [InlineData("*edge", "CN=my edge", true)]
    [InlineData("CN=edge,O=Example", "CN=edge,O=Example", true)]
    [InlineData("CN=edge,O=Example", "CN=edge,O=Example,C=DE", false)]
    [InlineData("CN=edge", "CN=edge,O=Example", false)]
    [InlineData("CN=*,O=Example", "CN=edge-7,O=Example", true)]
    [InlineData("CN=*,O=Example", "CN=edge-7,O=Somebody", false)]
    [InlineData("CN=*,O=Example", "CN=x,OU=y,O=Example", false)]
    [InlineData("CN=*", "CN=edge,O=Example", false)]
    [InlineData("CN=*", "CN=\"a,O=Example\"", false)]
    public void Lets_in_what_the_pattern_says(string pattern, string subject, bool expected)
    {
        using var authority = CertificateAuthority.Create("CA", Time);
        using var leaf = new TestLeaf { Subject = subject }.SignedBy(authority.Certificate);

        Assert.Equal(expected, new SubjectPattern(pattern).Matches(leaf));
    }
}
