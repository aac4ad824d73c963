namespace Bulwark.CommandLine;

/// <summary>Answer of <c>bulwark check --json</c>.</summary>
/// <param name="File">The settings file.</param>
/// <param name="Exists">False when there is none, and every setting has its default.</param>
/// <param name="Problems">What stops a start, each as <c>FILE:LINE: path message</c>.</param>
/// <param name="Warnings">Weaker choices that are allowed, in the same form.</param>
internal sealed record CheckReport(string File, bool Exists, IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings);
