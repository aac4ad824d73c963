namespace Bulwark.Testing;

/// <summary>Where the sources are: above the build's output, since a build server's compiler hides the real source paths.</summary>
public static class Repository
{
    /// <summary>The folder that holds <c>Bulwark.slnx</c>.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Bulwark.slnx")))
            folder = Path.GetDirectoryName(folder);

        return folder ?? throw new InvalidOperationException($"No Bulwark.slnx above {AppContext.BaseDirectory}");
    }
}
