namespace Bulwark.Posture.Tests;

/// <summary>A probe that ends as it is told.</summary>
internal sealed class SampleProbe(string id, Func<CancellationToken, Task<ProbeResult>> run, string? sibling = null) : IProbe
{
    public SampleProbe(string id, ProbeResult result, string? sibling = null)
        : this(id, _ => Task.FromResult(result), sibling)
    {
    }

    public string Id => id;

    public string Meaning => $"The meaning of {id}";

    public string? Sibling => sibling;

    public Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken) => run(cancellationToken);
}
