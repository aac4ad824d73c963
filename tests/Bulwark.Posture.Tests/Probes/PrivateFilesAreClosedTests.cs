using Bulwark.Core.Hosting;
using Bulwark.Testing;

namespace Bulwark.Posture.Tests.Probes;

public sealed class PrivateFilesAreClosedTests : ProbeFixture, IDisposable
{
    private const string Id = "files.private";

    private readonly TemporaryDirectory _directory = new();
    private readonly DataDirectory _data;

    public PrivateFilesAreClosedTests(Deployment deployment)
        : base(deployment)
    {
        _data = new DataDirectory(_directory.Path);
        _data.Create();
    }

    [Fact]
    public async Task Passes_when_keys_and_folders_are_closed()
    {
        Write(_data.Pki, "edge.key.pem", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Write(_data.Pki, "edge.pem", UnixFileMode.UserRead | UnixFileMode.OtherRead);

        Is(ProbeOutcome.Pass, "1 keys and 4 folders are closed to other users", await LookAsync());
    }

    [Theory]
    [InlineData("pki", "edge.key.pem", UnixFileMode.GroupRead)]
    [InlineData("pki", "unlock.key", UnixFileMode.OtherRead)]
    [InlineData("pki", "origin-ca.key.pem", UnixFileMode.OtherWrite)]
    [InlineData("secrets", "bulwark-mcp.secret", UnixFileMode.GroupWrite)]
    public async Task Fails_when_one_key_is_open(string folder, string file, UnixFileMode open)
    {
        var path = Write(Path.Combine(_data.Root, folder), file, UnixFileMode.UserRead | open);

        Is(ProbeOutcome.Fail, $"open to other users: {path}; close with chmod go-rwx", await LookAsync());
    }

    [Fact]
    public async Task Fails_when_a_folder_is_open()
    {
        Write(_data.Pki, "edge.key.pem", UnixFileMode.UserRead);
        File.SetUnixFileMode(_data.Pki, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute);

        Is(ProbeOutcome.Fail, $"open to other users: {_data.Pki}; close with chmod go-rwx", await LookAsync());
    }

    [Fact]
    public async Task Names_the_first_three()
    {
        foreach (var name in new[] { "a", "b", "c", "d" })
            Write(_data.Pki, name + ".key.pem", UnixFileMode.UserRead | UnixFileMode.GroupRead);

        Is(ProbeOutcome.Fail,
            $"open to other users: {_data.Pki}/a.key.pem, {_data.Pki}/b.key.pem, {_data.Pki}/c.key.pem and more; close with chmod go-rwx", await LookAsync());
    }

    [Fact]
    public async Task Learns_nothing_where_there_are_no_keys() =>
        Is(ProbeOutcome.Inconclusive, $"there are no keys in {_data.Pki}", await LookAsync());

    [Fact]
    public async Task Does_not_apply_to_another_machine() =>
        Is(ProbeOutcome.NotApplicable, "the files of another deployment cannot be seen from here",
            await RunAsync(Id, PostureTarget.Foreign(new Uri("https://chat.example.org"), origin: null)));

    public void Dispose() => _directory.Dispose();

    private Task<ProbeResult> LookAsync() => RunAsync(Id, Deployment.Target() with { Data = _data });

    private static string Write(string folder, string name, UnixFileMode mode)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, "a key");
        File.SetUnixFileMode(path, mode);
        return path;
    }
}
