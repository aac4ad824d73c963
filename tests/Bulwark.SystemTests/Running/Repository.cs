using System.Runtime.CompilerServices;

namespace Bulwark.SystemTests.Running;

/// <summary>Where the sources are, told by the compiler.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find([CallerFilePath] string file = "")
    {
        var folder = Path.GetDirectoryName(file);
        while (folder is not null && !File.Exists(Path.Combine(folder, "Bulwark.slnx")))
            folder = Path.GetDirectoryName(folder);

        return folder ?? throw new InvalidOperationException($"No Bulwark.slnx above {file}");
    }
}
