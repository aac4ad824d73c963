namespace Bulwark.Proxy.Forwarding;

/// <summary>
/// No connection to a target came about, so nothing of any request was sent there. Thrown by what opens the connections of a <see cref="ForwardTarget"/>; it
/// is how the forwarder knows that another target may be asked.
/// </summary>
/// <param name="message">Why, for the log.</param>
/// <param name="inner">What the system said.</param>
public sealed class ConnectFailedException(string message, Exception inner) : IOException(message, inner);
