namespace Bulwark.Testing;

/// <summary>A bound on how long a test waits for something that happens on its own.</summary>
public static class Deadline
{
    /// <summary>Long enough for a loaded machine; a test that needs it fails.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(20);

    /// <summary>A token that ends waiting.</summary>
    public static CancellationToken Token(TimeSpan? after = null) => new CancellationTokenSource(after ?? Default).Token;

    /// <summary>Waits until something that happens on its own has happened.</summary>
    public static async Task UntilAsync(Func<bool> hasHappened)
    {
        var token = Token();
        while (!hasHappened())
            await Task.Delay(TimeSpan.FromMilliseconds(5), token);
    }
}
