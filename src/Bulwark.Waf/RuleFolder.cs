namespace Bulwark.Waf;

/// <summary>Which files of a Core Rule Set folder are read, and in what order.</summary>
internal static class RuleFolder
{
    private static readonly string[] SetupFiles = ["crs-setup.conf", "crs-setup.conf.example"];

    public static IReadOnlyList<string> FilesOf(string folder)
    {
        if (!Directory.Exists(folder))
            throw new RuleException($"'{folder}' is not a folder with rules");

        var load = Path.Combine(folder, "owasp-crs.load");
        if (File.Exists(load))
            return [load];

        List<string> files = [.. Setup(folder), .. Rules(folder)];
        return files.Count > 0 ? files : throw new RuleException($"'{folder}' holds no rules: neither *.conf nor rules/*.conf");
    }

    private static IEnumerable<string> Setup(string folder) =>
        SetupFiles.Select(name => Path.Combine(folder, name)).Where(File.Exists).Take(1);

    private static IEnumerable<string> Rules(string folder)
    {
        var rules = Path.Combine(folder, "rules");
        if (!Directory.Exists(rules))
            return Sorted(folder, "*.conf").Where(file => Path.GetFileName(file) != "crs-setup.conf");

        var plugins = Path.Combine(folder, "plugins");
        return
        [
            .. Sorted(plugins, "*-config.conf"),
            .. Sorted(plugins, "*-before.conf"),
            .. Sorted(rules, "*.conf"),
            .. Sorted(plugins, "*-after.conf"),
        ];
    }

    private static IEnumerable<string> Sorted(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal) : [];
}
