using System.Net.Http.Headers;

namespace Bulwark.DataApi.Tests;

/// <summary>What came back on the wire.</summary>
internal sealed record Answer(int Status, string Body, HttpResponseHeaders Headers);
