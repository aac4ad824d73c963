using Bulwark.Core.Configuration;

namespace Bulwark.Admin.Tests;

public sealed class AdminOptionsTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData(1, null)]
    [InlineData(65_535, null)]
    [InlineData(0, "admin.port 0 is out of range: 1 to 65535")]
    [InlineData(65_536, "admin.port 65536 is out of range: 1 to 65535")]
    public void Takes_a_port(int? port, string? problem) =>
        Assert.Equal(problem, new AdminOptions { Port = port }.Validate(new ConfigPath("admin")).Select(error => $"{error.Path} {error.Message}").SingleOrDefault());
}
