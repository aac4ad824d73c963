namespace Bulwark.SystemTests.Attacks;

/// <summary>Something that is done again and again beside the test, until it is stopped.</summary>
internal sealed class Repeating
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Task _running;

    public Repeating(TimeSpan interval, Func<Task> act) => _running = RunAsync(interval, act);

    public Repeating(TimeSpan interval, Action act)
        : this(interval, () =>
        {
            act();
            return Task.CompletedTask;
        })
    {
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync(TimeSpan interval, Func<Task> act)
    {
        while (!_stop.IsCancellationRequested)
        {
            await act();
            await Task.Delay(interval, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
