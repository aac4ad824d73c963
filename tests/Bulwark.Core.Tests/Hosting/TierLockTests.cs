using System.Globalization;
using System.Net.Sockets;
using Bulwark.Core.Hosting;
using Bulwark.Testing;

namespace Bulwark.Core.Tests.Hosting;

public sealed class TierLockTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly DataDirectory _data;

    public TierLockTests()
    {
        _data = new DataDirectory(_directory.Path);
        _data.Create();
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Refuses_a_second_holder_and_names_the_first()
    {
        using var first = new TierLock(_data, "edge");
        first.Acquire();
        using var second = new TierLock(_data, "edge");

        var e = Assert.Throws<OperatorException>(second.Acquire);

        Assert.Equal(
            $"The edge tier already runs on {_data.Root} in process {Environment.ProcessId}. Stop it first, or choose another --data and --port-offset.",
            e.Message);
    }

    [Fact]
    public void A_refused_second_holder_leaves_everything_of_the_first_in_place()
    {
        using var first = new TierLock(_data, "edge");
        first.Acquire();
        File.WriteAllText(_data.Socket("edge"), "");
        File.WriteAllText(_data.ControlSocket("edge"), "");

        using (var second = new TierLock(_data, "edge"))
            Assert.Throws<OperatorException>(second.Acquire);

        Assert.True(File.Exists(_data.Socket("edge")));
        Assert.True(File.Exists(_data.ControlSocket("edge")));
        Assert.Equal($"{Environment.ProcessId}\n", File.ReadAllText(_data.PidFile("edge")));
        using var third = new TierLock(_data, "edge");
        Assert.Throws<OperatorException>(third.Acquire);
    }

    [Fact]
    public void Lets_other_tiers_of_the_directory_run()
    {
        using var edge = new TierLock(_data, "edge");
        using var identity = new TierLock(_data, "identity");

        edge.Acquire();
        identity.Acquire();

        Assert.True(File.Exists(_data.PidFile("edge")));
        Assert.True(File.Exists(_data.PidFile("identity")));
    }

    [Fact]
    public void Removes_the_sockets_and_the_number_of_a_holder_that_died()
    {
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            Bind(dead, _data.Socket("edge"));
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            Bind(dead, _data.ControlSocket("edge"));
        File.WriteAllText(_data.PidFile("edge"), "1\n");
        File.WriteAllText(_data.LockFile("edge"), "");

        using var alive = new TierLock(_data, "edge");
        alive.Acquire();

        Assert.False(File.Exists(_data.Socket("edge")));
        Assert.False(File.Exists(_data.ControlSocket("edge")));
        Assert.Equal(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), File.ReadAllText(_data.PidFile("edge")).Trim());
    }

    [Fact]
    public void Is_free_again_once_its_holder_is_done()
    {
        using (var first = new TierLock(_data, "edge"))
            first.Acquire();
        Assert.False(File.Exists(_data.PidFile("edge")));

        using var second = new TierLock(_data, "edge");
        second.Acquire();

        Assert.True(File.Exists(_data.PidFile("edge")));
    }

    [Fact]
    public void Does_without_the_number_of_a_holder_that_has_not_written_it()
    {
        using var first = new TierLock(_data, "edge");
        first.Acquire();
        File.Delete(_data.PidFile("edge"));
        using var second = new TierLock(_data, "edge");

        Assert.StartsWith(
            $"The edge tier already runs on {_data.Root}. Stop it first", Assert.Throws<OperatorException>(second.Acquire).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_take_an_unusable_folder_for_a_running_tier()
    {
        Directory.Delete(_data.Run);
        using var tierLock = new TierLock(_data, "edge");

        Assert.StartsWith(
            $"The edge tier cannot lock {_data.LockFile("edge")}: ", Assert.Throws<OperatorException>(tierLock.Acquire).Message, StringComparison.Ordinal);
    }

    private static void Bind(Socket socket, string path)
    {
        // Closing a bound socket of .NET removes its file; a process that is killed does not get that far.
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Dispose();
        File.WriteAllText(path, "");
    }
}
