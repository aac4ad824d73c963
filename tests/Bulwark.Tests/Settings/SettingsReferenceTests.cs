using Bulwark.Testing;

namespace Bulwark.Tests.Settings;

public sealed class SettingsReferenceTests
{
    [Fact]
    public void The_schema_and_the_reference_page_tell_the_truth_about_today()
    {
        var reference = new SettingsReference();
        var fresh = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["bulwark.schema.json"] = reference.Schema(),
            ["settings.md"] = reference.Page(),
        };
        var root = Repository.Root;
        var folder = Directory.CreateDirectory(Path.Combine(root, "artifacts", "reference")).FullName;
        foreach (var (name, text) in fresh)
            File.WriteAllText(Path.Combine(folder, name), text);

        Assert.All(fresh, file => Assert.True(
            File.Exists(Path.Combine(root, "docs", "reference", file.Key)) && File.ReadAllText(Path.Combine(root, "docs", "reference", file.Key)) == file.Value,
            $"docs/reference/{file.Key} is out of date: cp artifacts/reference/* docs/reference/, and read what changed"));
    }
}
