using Bulwark.Core;

namespace Bulwark.Pki.Tests;

public sealed class PkiLockTests : PkiFixture
{
    [Fact]
    public void A_holder_that_never_lets_go_is_named_after_a_while()
    {
        using var held = PkiLock.Acquire(Folder.LockFile);

        Assert.Equal($"Another process holds {Folder.LockFile}: wait until it has made its certificates, or stop it.",
            Assert.Throws<OperatorException>(() => PkiLock.Acquire(Folder.LockFile, attempts: 2)).Message);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told_at_once() =>
        Assert.StartsWith($"The lock file {Data.Pki}/nowhere/.lock cannot be opened: ",
            Assert.Throws<OperatorException>(() => PkiLock.Acquire(File("nowhere/.lock"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_waiting_start_goes_on_when_the_holder_lets_go()
    {
        var held = PkiLock.Acquire(Folder.LockFile);
        var waiting = Task.Run(() => PkiLock.Acquire(Folder.LockFile), TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);

        await held.DisposeAsync();

        await using var next = await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.True(next.CanWrite);
    }
}
