using Bulwark.Core.Hosting;
using Bulwark.Testing;

namespace Bulwark.Core.Tests.Hosting;

public sealed class DataDirectoryTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [Fact]
    public void Makes_its_folders_for_the_owner_alone()
    {
        using var directory = new TemporaryDirectory();
        var data = new DataDirectory(directory["data"]);

        data.Create();

        Assert.All([data.Root, data.Pki, data.Databases, data.Run, data.Secrets], folder => Assert.Equal(OwnerOnly, File.GetUnixFileMode(folder)));
    }

    [Fact]
    public void Closes_a_folder_that_others_could_enter()
    {
        using var directory = new TemporaryDirectory();
        var data = new DataDirectory(directory.Path);
        Directory.CreateDirectory(data.Run, OwnerOnly | UnixFileMode.OtherExecute | UnixFileMode.GroupRead);

        data.Create();

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(data.Run));
    }

    [Fact]
    public void Takes_the_longest_socket_path_that_the_system_takes_and_no_longer()
    {
        using var directory = new TemporaryDirectory();
        var room = DataDirectory.MaxSocketPathBytes - directory.Path.Length - "/".Length - "/run/load-balancer.control.sock".Length;

        new DataDirectory(directory[new string('d', room)]).Create();
        var tooDeep = new DataDirectory(directory[new string('d', room + 1)]);

        Assert.Equal(
            $"The data directory {tooDeep.Root} is too deep: the socket path {tooDeep.Root}/run/load-balancer.control.sock has 108 bytes, "
            + "and the system takes at most 107. Choose a shorter --data.",
            Assert.Throws<OperatorException>(tooDeep.Create).Message);
        Assert.False(Directory.Exists(tooDeep.Root));
    }

    [Fact]
    public void Counts_bytes_not_letters()
    {
        using var directory = new TemporaryDirectory();
        var room = DataDirectory.MaxSocketPathBytes - directory.Path.Length - "/".Length - "/run/load-balancer.control.sock".Length;

        Assert.Throws<OperatorException>(new DataDirectory(directory[new string('é', (room / 2) + 1)]).Create);
    }

    [Fact]
    public void Says_that_a_folder_cannot_be_used()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["data"], "a file");

        var e = Assert.Throws<OperatorException>(new DataDirectory(directory["data"]).Create);

        Assert.StartsWith($"The data directory {directory["data"]} cannot be used: ", e.Message, StringComparison.Ordinal);
        Assert.EndsWith(" Give it to the user who runs bulwark, or name another one with --data.", e.Message, StringComparison.Ordinal);
    }
}
