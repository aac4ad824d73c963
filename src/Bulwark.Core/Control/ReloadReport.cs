namespace Bulwark.Core.Control;

/// <summary>The answer to <c>POST /pki/reload</c>.</summary>
/// <param name="At">When the files that were read became the ones in force.</param>
public sealed record ReloadReport(DateTimeOffset At);
