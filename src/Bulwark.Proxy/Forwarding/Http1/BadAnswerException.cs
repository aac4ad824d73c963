namespace Bulwark.Proxy.Forwarding.Http1;

/// <summary>What a target sent is not an answer in HTTP/1.1, or one that could be read in two ways.</summary>
/// <param name="message">What is wrong with it, for the log; nothing that the target said.</param>
internal sealed class BadAnswerException(string message) : IOException(message);
