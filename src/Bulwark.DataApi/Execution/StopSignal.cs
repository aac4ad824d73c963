namespace Bulwark.DataApi.Execution;

/// <summary>
/// Says that the work on a connection has to end: its time is up, or its client has left. SQLite asks between its instructions; our own SQL functions,
/// which count as one instruction however long they take, ask by themselves.
/// </summary>
internal sealed class StopSignal
{
    private CancellationToken _deadline;
    private CancellationToken _client;

    public bool IsSet => _deadline.IsCancellationRequested || _client.IsCancellationRequested;

    /// <summary>Belongs to other work from now on.</summary>
    public void Follow(CancellationToken deadline, CancellationToken client) => (_deadline, _client) = (deadline, client);
}
