namespace Bulwark.Posture.Probes;

/// <summary>Keys and secrets are readable by the user who runs the program and by nobody else.</summary>
internal sealed class PrivateFilesAreClosed : IProbe
{
    private const int MostNamed = 3;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute |
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public string Id => "files.private";

    public string Meaning => "Keys are 0600 in 0700 folders";

    public string? Sibling => null;

    public Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken) => Task.FromResult(Look(target));

    private static ProbeResult Look(PostureTarget target)
    {
        if (target.Data is not { } data)
            return ProbeResult.NotApplicable("the files of another deployment cannot be seen from here");

        try
        {
            string[] folders = [.. new[] { data.Pki, data.Secrets, data.Databases, data.Run }.Where(Directory.Exists)];
            string[] keys = [.. Files(data.Pki, "*.key.pem"), .. Files(data.Pki, "*.key"), .. Files(data.Secrets, "*")];
            return keys.Length == 0
                ? ProbeResult.Inconclusive($"there are no keys in {data.Pki}")
                : Judge(folders, keys);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ProbeResult.Inconclusive(e.Message);
        }
    }

    private static ProbeResult Judge(string[] folders, string[] keys)
    {
        string[] open = [.. folders.Concat(keys).Where(path => (File.GetUnixFileMode(path) & Others) != UnixFileMode.None)];
        return open.Length == 0
            ? ProbeResult.Pass($"{keys.Length} keys and {folders.Length} folders are closed to other users")
            : ProbeResult.Fail($"open to other users: {string.Join(", ", open.Take(MostNamed))}{(open.Length > MostNamed ? " and more" : "")}; close with chmod go-rwx");
    }

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal) : [];
}
