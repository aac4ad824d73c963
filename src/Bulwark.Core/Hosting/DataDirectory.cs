namespace Bulwark.Core.Hosting;

/// <summary>The folder that holds everything an instance owns. Its layout is part of the contract with operators.</summary>
public sealed class DataDirectory
{
    /// <summary>Longest path of a Unix socket on Linux: <c>sun_path</c> has 108 bytes, the last one a NUL (unix(7)).</summary>
    public const int MaxSocketPathBytes = 107;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>A data directory at a path, which need not exist yet. A relative path starts at the current folder.</summary>
    public DataDirectory(string path) => Root = Path.GetFullPath(path);

    /// <summary>Absolute path of the folder.</summary>
    public string Root { get; }

    /// <summary>The settings file.</summary>
    public string ConfigFile => Path.Combine(Root, "bulwark.jsonc");

    /// <summary>Keys and certificates (0700).</summary>
    public string Pki => Path.Combine(Root, "pki");

    /// <summary>SQLite databases (0700).</summary>
    public string Databases => Path.Combine(Root, "db");

    /// <summary>Sockets, locks and process IDs (0700).</summary>
    public string Run => Path.Combine(Root, "run");

    /// <summary>Secrets that tiers of this instance share with each other (0700).</summary>
    public string Secrets => Path.Combine(Root, "secrets");

    /// <summary>Settings that have been in force, numbered, and who put them there (0700).</summary>
    public string Revisions => Path.Combine(Root, "revisions");

    /// <summary>The public socket of a tier.</summary>
    public string Socket(string tier) => Path.Combine(Run, $"{tier}.sock");

    /// <summary>The control socket of a tier.</summary>
    public string ControlSocket(string tier) => Path.Combine(Run, $"{tier}.control.sock");

    /// <summary>The lock file that one process at a time holds for a tier.</summary>
    public string LockFile(string tier) => Path.Combine(Run, $"{tier}.lock");

    /// <summary>Where the holder of the lock writes its process ID.</summary>
    public string PidFile(string tier) => Path.Combine(Run, $"{tier}.pid");

    /// <summary>A database file.</summary>
    public string Database(string name) => Path.Combine(Databases, $"{name}.db");

    /// <summary>Creates the folders that are missing and closes them to other users.</summary>
    /// <exception cref="OperatorException">A folder cannot be created, entered or closed, or its sockets would have too long a path.</exception>
    public void Create()
    {
        CheckSocketPathLength();
        foreach (var folder in new[] { Root, Pki, Databases, Run, Secrets, Revisions })
            CreateFolder(folder);
    }

    private static void CreateFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder, OwnerOnly);
            if (File.GetUnixFileMode(folder) != OwnerOnly)
                File.SetUnixFileMode(folder, OwnerOnly);

            // Reading proves that a folder left by another user is usable; a mode alone does not.
            using var entries = Directory.EnumerateFileSystemEntries(folder).GetEnumerator();
            _ = entries.MoveNext();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException(
                $"The data directory {folder} cannot be used: {e.Message} Give it to the user who runs bulwark, or name another one with --data.", e);
        }
    }

    private void CheckSocketPathLength()
    {
        var longest = ControlSocket("load-balancer");
        var length = System.Text.Encoding.UTF8.GetByteCount(longest);
        if (length > MaxSocketPathBytes)
        {
            throw new OperatorException(
                $"The data directory {Root} is too deep: the socket path {longest} has {length} bytes, and the system takes at most {MaxSocketPathBytes}. Choose a shorter --data.");
        }
    }
}
