using System.Xml.Linq;
using Bulwark.Testing;

namespace Bulwark.SystemTests;

/// <summary>References go one way: program -> tiers -> libraries -> Core. A tier never references a tier.</summary>
public sealed class ReferenceDirectionTests
{
    private static readonly string[] Tiers = ["Edge", "LoadBalancer", "Homeserver", "DataApi", "Identity", "Mcp", "Admin", "Posture"];

    private static readonly string[] Libraries = ["Proxy", "Waf", "Pki", "Jwt", "Storage", "Core"];

    public static TheoryData<string> Projects() =>
        [.. Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src")).Select(folder => Path.GetFileName(folder)!)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_go_one_way(string project)
    {
        var forbidden = References(project).Where(reference => !IsAllowed(Short(project), Short(reference)));

        Assert.Empty(forbidden);
    }

    [Theory]
    [InlineData("Edge", "LoadBalancer", false)]
    [InlineData("Edge", "Proxy", true)]
    [InlineData("Core", "Jwt", false)]
    [InlineData("Jwt", "Storage", false)]
    [InlineData("Proxy", "Pki", true)]
    [InlineData("Proxy", "Jwt", true)]
    [InlineData("Proxy", "Storage", false)]
    [InlineData("Posture", "Jwt", false)]
    [InlineData("Posture", "Pki", true)]
    [InlineData("Waf", "Core", false)]
    [InlineData("Homeserver", "Bulwark", false)]
    public void Knows_which_directions_are_forbidden(string from, string to, bool allowed) => Assert.Equal(allowed, IsAllowed(from, to));

    [Fact]
    public void Every_project_has_its_tests_beside_it() =>
        Assert.All(Projects(), row => Assert.True(Directory.Exists(Path.Combine(Repository.Root, "tests", $"{row.Data}.Tests"))));

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(Path.Combine(Repository.Root, "src", project, $"{project}.csproj"))
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));

    private static string Short(string project) => project.StartsWith("Bulwark.", StringComparison.Ordinal) ? project["Bulwark.".Length..] : project;

    private static bool IsAllowed(string from, string to) => (from, to) switch
    {
        (_, "Bulwark") => false,
        ("Bulwark", _) => true,
        ("Waf", _) => false,
        ("Posture", "Core" or "Pki") => true,
        ("Posture", _) => false,
        ("Proxy", "Waf" or "Pki" or "Jwt") => true,
        _ when Tiers.Contains(from) => Libraries.Contains(to),
        _ => to == "Core" && from != "Core",
    };
}
