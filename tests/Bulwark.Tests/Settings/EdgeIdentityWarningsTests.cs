using Bulwark.Core.Hosting;
using Bulwark.Pki;
using Bulwark.Settings;
using Bulwark.Testing;

namespace Bulwark.Tests.Settings;

public sealed class EdgeIdentityWarningsTests
{
    [Fact]
    public async Task A_name_that_no_certificate_has_is_told_wherever_the_file_is_read()
    {
        using var directory = new TemporaryDirectory();
        var data = new DataDirectory(directory["d"]);
        data.Create();
        await File.WriteAllTextAsync(data.ConfigFile, """
            {
              "loadBalancer": {
                "edgeIdentities": [ "bulwark-edge",
                  "bulwark-egde" ]
              }
            }
            """, TestContext.Current.CancellationToken);
        var before = SettingsFile.Read(data, null).Warnings;
        InstancePki.Ensure(data, ["localhost"], TimeProvider.System);
        await File.WriteAllTextAsync(new PkiFolder(data).Certificate("damaged"), "no certificate", TestContext.Current.CancellationToken);

        Assert.Empty(before);
        Assert.Equal(
            $"{data.ConfigFile}:4: loadBalancer.edgeIdentities[1] 'bulwark-egde' is the CN of no certificate in {data.Pki}: "
            + "unless an edge on another machine has it, it is misspelt, and who comes as an edge is refused with 421",
            Assert.Single(SettingsFile.Read(data, null).Warnings));
    }
}
