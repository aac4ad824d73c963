using System.Security.Cryptography.X509Certificates;

namespace Bulwark.Pki.Tests;

public sealed class DistinguishedNamesTests
{
    [Theory]
    [InlineData("CN=edge,O=Example,C=DE", "CN=edge,O=Example,C=DE")]
    [InlineData("CN=\"a,b+c\"", "CN=a\\,b\\+c")]
    [InlineData("CN=\"two\nlines\"", "CN=two\\0Alines")]
    [InlineData("CN=Zoë", "CN=Zo\\C3\\AB")]
    [InlineData("CN=\"#1 \"", "CN=\\#1\\ ")]
    [InlineData("OID.1.2.3.4=x", "1.2.3.4=x")]
    public void Writes_names_as_RFC_2253_does(string name, string expected) =>
        Assert.Equal(expected, DistinguishedNames.ToRfc2253(new X500DistinguishedName(name)));
}
