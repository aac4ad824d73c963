using Bulwark.Proxy.Forwarding;
using Bulwark.Testing;

namespace Bulwark.Proxy.Tests.Forwarding;

public sealed class PatienceTests
{
    [Fact]
    public async Task Ends_after_silence_and_is_not_used_again()
    {
        var patience = Patience.Begin(TimeSpan.FromMilliseconds(50), CancellationToken.None);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Deadline.Default, patience.Token));

        Assert.False(patience.IsClientGone);
        patience.End();
        var next = Patience.Begin(TimeSpan.FromMinutes(5), CancellationToken.None);
        Assert.False(next.Token.IsCancellationRequested);
        next.End();
    }

    [Fact]
    public async Task Does_not_end_while_something_comes()
    {
        var patience = Patience.Begin(TimeSpan.FromSeconds(3), CancellationToken.None);
        for (var i = 0; i < 9; i++)
        {
            await Task.Delay(500, TestContext.Current.CancellationToken);
            patience.Renew();
        }

        Assert.False(patience.Token.IsCancellationRequested);
        patience.End();
    }

    [Fact]
    public async Task Ends_with_the_client()
    {
        using var client = new CancellationTokenSource();
        var patience = Patience.Begin(TimeSpan.FromMinutes(5), client.Token);

        await client.CancelAsync();

        Assert.True(patience.Token.IsCancellationRequested);
        Assert.True(patience.IsClientGone);
        patience.End();
    }

    [Fact]
    public async Task A_client_of_before_reaches_nobody()
    {
        using var client = new CancellationTokenSource();
        Patience.Begin(TimeSpan.FromMinutes(5), client.Token).End();
        var others = Enumerable.Range(0, 100).Select(_ => Patience.Begin(TimeSpan.FromMinutes(5), CancellationToken.None)).ToArray();

        await client.CancelAsync();

        Assert.All(others, other => Assert.False(other.Token.IsCancellationRequested));
        Array.ForEach(others, other => other.End());
    }
}
