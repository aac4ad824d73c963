using System.Runtime.InteropServices;

namespace Bulwark.Running;

/// <summary>SIGTERM or SIGINT: stop in order. The program alone listens to signals; a second one ends it at once.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly SemaphoreSlim _asked = new(0);
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignal(CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _stop.Token.Register(() => _asked.Release());
        _registrations = [Register(PosixSignal.SIGTERM), Register(PosixSignal.SIGINT)];
    }

    /// <summary>Cancelled when the program is to stop.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Waits until the program is to stop.</summary>
    public Task WaitAsync() => _asked.WaitAsync(CancellationToken.None);

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();

        _stop.Dispose();
        _asked.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = !_stop.IsCancellationRequested;
        _stop.Cancel();
    });
}
