namespace Bulwark.Testing;

/// <summary>Files that are dear to make and the same for every test: made once in a run, then copied with their modes.</summary>
public sealed class FolderTemplate(Action<TemporaryDirectory> create)
{
    private readonly Lazy<TemporaryDirectory> _made = new(() =>
    {
        var directory = new TemporaryDirectory();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => directory.Dispose();
        create(directory);
        return directory;
    });

    /// <summary>Copies the files of one folder of the template.</summary>
    public void CopyTo(TemporaryDirectory target, string folder)
    {
        Directory.CreateDirectory(target[folder]);
        foreach (var file in Directory.EnumerateFiles(_made.Value[folder]))
        {
            // File.Copy keeps the mode.
            File.Copy(file, Path.Combine(target[folder], Path.GetFileName(file)));
        }
    }
}
