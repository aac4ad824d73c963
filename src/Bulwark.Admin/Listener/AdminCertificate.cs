namespace Bulwark.Admin.Listener;

/// <summary>The verified client certificate of this connection.</summary>
/// <param name="CommonName">CN of its subject.</param>
internal sealed record AdminCertificate(string CommonName);
