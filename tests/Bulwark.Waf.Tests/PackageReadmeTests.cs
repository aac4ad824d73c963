using Bulwark.Testing;

namespace Bulwark.Waf.Tests;

public sealed class PackageReadmeTests
{
    [Fact]
    public void Names_every_public_type()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "src", "Bulwark.Waf", "README.md"));

        Assert.Empty(typeof(WafEngine).Assembly.GetExportedTypes().Where(type => !text.Contains($"`{type.Name}`", StringComparison.Ordinal)).Select(type => type.FullName));
    }
}
